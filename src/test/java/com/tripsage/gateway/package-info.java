@NullMarked
package com.tripsage.gateway;

import org.jspecify.annotations.NullMarked;
