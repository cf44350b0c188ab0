package com.tripsage.gateway.migration;

import com.tripsage.gateway.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Locales that databases have: each with a migrated database, made when it is asked for first. */
enum Locales {
    /** As the private PostgreSQL is initialised. */
    EMBEDDED_DEFAULT("", "select true"),

    /** Nothing but ASCII has upper and lower case. */
    C("template template0 locale_provider libc locale 'C'", "select true"),

    /** Of the operating system: where nobody has installed English, at least Unicode's cases. */
    LIBC("template template0 locale_provider libc locale '%s'", """
            select collcollate
              from pg_collation
             where collprovider = 'c'
               and collcollate in ('en_US.utf8', 'en_US.UTF-8', 'C.utf8', 'C.UTF-8')
             order by collcollate like 'en%' desc
             limit 1
            """),

    ICU(
            "template template0 locale_provider icu icu_locale 'en-US' locale 'C'",
            "select true from pg_collation where collname = 'und-x-icu'"),

    /** Where the lower case of I is ı. */
    ICU_TURKISH(
            "template template0 locale_provider icu icu_locale 'tr-TR' locale 'C'",
            "select true from pg_collation where collname = 'und-x-icu'");

    private static final Map<Locales, MigratedDatabase> DATABASES = new ConcurrentHashMap<>();

    private final String options;
    private final String installed;

    Locales(String options, String installed) {
        this.options = options;
        this.installed = installed;
    }

    boolean isThere() {
        return found() != null;
    }

    MigratedDatabase database() {
        return DATABASES.computeIfAbsent(this, Locales::create);
    }

    private MigratedDatabase create() {
        return this == EMBEDDED_DEFAULT
                ? MigratedDatabase.shared()
                : MigratedDatabase.withLocale(options.formatted(found()));
    }

    private @Nullable String found() {
        try (Connection connection = TestPostgres.shared().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(installed)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
