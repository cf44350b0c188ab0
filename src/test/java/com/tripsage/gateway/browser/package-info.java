/** GraphiQL as people see it, in a headless Chromium. */
@NullMarked
package com.tripsage.gateway.browser;

import org.jspecify.annotations.NullMarked;
