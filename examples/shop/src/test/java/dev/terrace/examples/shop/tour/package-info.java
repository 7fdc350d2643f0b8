@NullMarked
package dev.terrace.examples.shop.tour;

import org.jspecify.annotations.NullMarked;
