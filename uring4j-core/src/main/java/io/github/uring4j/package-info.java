/** The ring: requests in, completions out. */
package io.github.uring4j;
