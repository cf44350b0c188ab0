@NullMarked
package com.tripsage.gateway.http.websocket;

import org.jspecify.annotations.NullMarked;
