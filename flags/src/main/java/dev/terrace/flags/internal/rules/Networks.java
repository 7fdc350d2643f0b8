package dev.terrace.flags.internal.rules;

import java.util.List;

/** An address in one of some blocks. */
final class Networks extends Check {

    private final Network[] networks;

    Networks(String words, List<Network> networks) {
        super(words);
        this.networks = networks.toArray(new Network[0]);
    }

    @Override
    long cost() {
        return 10L + networks.length;
    }

    @Override
    Match one(Object value) {
        Address address = value instanceof String text ? Address.parse(text) : null;
        if (address == null) {
            return Match.UNKNOWN;
        }
        for (Network network : networks) {
            if (network.contains(address)) {
                return Match.YES;
            }
        }
        return Match.NO;
    }
}
