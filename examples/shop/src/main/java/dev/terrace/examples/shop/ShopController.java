package dev.terrace.examples.shop;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The shop's pages, as JSON. */
@RestController
final class ShopController {

    private final Catalogue catalogue;
    private final ShopFlags flags;

    ShopController(Catalogue catalogue, ShopFlags flags) {
        this.catalogue = catalogue;
        this.flags = flags;
    }

    @GetMapping("/products/{id}")
    Product product(@PathVariable long id) {
        return catalogue.product(id);
    }

    @PutMapping("/products/{id}/price")
    void price(@PathVariable long id, @RequestParam long cents) {
        catalogue.changePrice(id, cents);
    }

    @PostMapping("/brands/{brand}/sale")
    int sale(@PathVariable String brand, @RequestParam int percent) {
        return catalogue.sale(brand, percent);
    }

    @GetMapping("/checkout")
    String checkout() {
        return flags.newCheckout() ? "new" : "old";
    }

    @GetMapping("/reads")
    long reads() {
        return catalogue.reads();
    }
}
