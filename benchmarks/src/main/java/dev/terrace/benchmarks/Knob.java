package dev.terrace.benchmarks;

/**
 * An option of an experiment that takes a whole number.
 *
 * @param option such as {@code --rounds}
 * @param least the least that may be given
 * @param most the most
 * @param standard what is taken where nothing is given
 * @param quick what is taken where nothing but {@code --quick} is given
 * @param meaning what it counts, in a few words
 */
record Knob(String option, long least, long most, long standard, long quick, String meaning) {

    /** One line of a usage. */
    String usage() {
        return String.format(
                "  %-16s%s; %d to %d, default %d, with --quick %d%n",
                option + " N", meaning, least, most, standard, quick);
    }
}
