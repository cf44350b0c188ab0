@NullMarked
package com.tripsage.gateway.document;

import org.jspecify.annotations.NullMarked;
