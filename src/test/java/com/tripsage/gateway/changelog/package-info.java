@NullMarked
package com.tripsage.gateway.changelog;

import org.jspecify.annotations.NullMarked;
