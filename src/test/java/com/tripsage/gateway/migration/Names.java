package com.tripsage.gateway.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import java.util.regex.Pattern;

/** Ids by name, so that SQL says {@code {owner}} for the id of the owner. */
final class Names {

    private static final Pattern NAME = Pattern.compile("\\{([a-z_]+)}");

    private Names() {}

    static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
    }

    static String resolve(String sql) {
        return NAME.matcher(sql).replaceAll(name -> "'" + id(name.group(1)) + "'");
    }
}
