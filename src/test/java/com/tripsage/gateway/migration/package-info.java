/** Tests of the migrations' promises, as the people whom they are made for. */
@NullMarked
package com.tripsage.gateway.migration;

import org.jspecify.annotations.NullMarked;
