/** The application; its packages are the features and the foundations below them. */
@NullMarked
package com.tripsage.gateway;

import org.jspecify.annotations.NullMarked;
