@NullMarked
package com.tripsage.gateway.firstrun;

import org.jspecify.annotations.NullMarked;
