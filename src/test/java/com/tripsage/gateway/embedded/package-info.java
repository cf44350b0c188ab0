@NullMarked
package com.tripsage.gateway.embedded;

import org.jspecify.annotations.NullMarked;
