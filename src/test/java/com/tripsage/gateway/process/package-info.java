@NullMarked
package com.tripsage.gateway.process;

import org.jspecify.annotations.NullMarked;
