package dev.terrace.spring.flags;

import dev.terrace.flags.FlagDefault;
import dev.terrace.flags.FlagKey;

/** The flags of the tests' shop. */
public interface ShopFlags {

    @FlagKey("new_checkout")
    @FlagDefault("false")
    boolean newCheckout();

    @FlagKey("title")
    @FlagDefault("none")
    String title();

    @FlagKey("page_size")
    @FlagDefault("10")
    long pageSize(String unit);
}
