@NullMarked
package com.tripsage.gateway.database;

import org.jspecify.annotations.NullMarked;
