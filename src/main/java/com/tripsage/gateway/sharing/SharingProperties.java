package com.tripsage.gateway.sharing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of sharing.
 *
 * @param consent whether everybody has to accept before a trip is shared with them
 */
@ConfigurationProperties("gateway.sharing")
record SharingProperties(@DefaultValue("false") boolean consent) {}
