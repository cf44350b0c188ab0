@NullMarked
package com.tripsage.gateway.websocket;

import org.jspecify.annotations.NullMarked;
