/** What the migrations promise, tried as the people they are made for. */
@NullMarked
package com.tripsage.gateway.migration;

import org.jspecify.annotations.NullMarked;
