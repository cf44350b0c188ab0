@NullMarked
package com.tripsage.gateway.settings;

import org.jspecify.annotations.NullMarked;
