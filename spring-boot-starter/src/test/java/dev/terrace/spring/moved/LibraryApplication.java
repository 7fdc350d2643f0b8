package dev.terrace.spring.moved;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;

/** An application that knows nothing of Terrace. */
@SpringBootApplication
@EnableCaching
class LibraryApplication {}
