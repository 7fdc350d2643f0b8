package dev.terrace.examples.shop;

import dev.terrace.flags.FlagDefault;
import dev.terrace.flags.FlagKey;

/** The flags of the shop; each method is answered for whoever has made the current request. */
public interface ShopFlags {

    /**
     * Whether the new checkout is shown.
     *
     * @return off, where it cannot be told
     */
    @FlagKey("new_checkout")
    @FlagDefault("false")
    boolean newCheckout();
}
