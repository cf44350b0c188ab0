package com.tripsage.gateway.chat;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Settings of chats.
 *
 * @param silence the time without an increment after which the writer of a message is gone, and the message unfinished
 */
@ConfigurationProperties("gateway.chat")
record ChatProperties(@DefaultValue("60s") Duration silence) {

    ChatProperties {
        Assert.isTrue(silence.toSeconds() > 0, "gateway.chat.silence has to be a second or more");
    }
}
