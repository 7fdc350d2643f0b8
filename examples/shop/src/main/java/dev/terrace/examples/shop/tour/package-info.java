/** What {@code ./shop} does: it starts servers and two instances of the shop, has them do things, and tells what it saw. */
@NullMarked
package dev.terrace.examples.shop.tour;

import org.jspecify.annotations.NullMarked;
