package com.tripsage.gateway.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * A check for settings of the gateway that don't exist, which are refused: a limit with a letter too many would not limit
 * anything.
 */
class UnknownSettings implements EnvironmentPostProcessor, Ordered {

    /**
     * Variables of others: Kubernetes and Docker's links set them for a service called gateway, docker-compose.yml reads some
     * itself, and scripts that start a gateway are told by them which jar, how, and on which database.
     */
    private static final Pattern OF_OTHERS = Pattern.compile("GATEWAY_(PUBLISH|MEMORY|JAR|ARGS|JAVA_OPTS|DATABASE)|"
            + "GATEWAY_SERVICE_(HOST|PORT)(_\\w+)?|GATEWAY_PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?");

    private static final String VARIABLE = KnownSettings.PREFIX.toUpperCase(Locale.ROOT) + "_";

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        KnownSettings known = KnownSettings.load();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> enumerable) {
                boolean hasVariables = source instanceof SystemEnvironmentPropertySource;
                for (String name : enumerable.getPropertyNames()) {
                    if (hasVariables) {
                        checkVariable(name, known);
                    } else {
                        checkProperty(name, known);
                    }
                }
            }
        }
    }

    private static void checkVariable(String name, KnownSettings known) {
        boolean isOurs = name.startsWith(VARIABLE) && !OF_OTHERS.matcher(name).matches();
        if (isOurs && !known.isKnown(name)) {
            throw unknown(name, known.nearest(name).map(KnownSettings::variable));
        }
    }

    private static void checkProperty(String name, KnownSettings known) {
        boolean isOurs = name.startsWith(KnownSettings.PREFIX + ".");
        if (isOurs && !known.isKnown(ConfigurationPropertyName.adapt(name, '.'))) {
            throw unknown(name, known.nearest(name));
        }
    }

    private static SettingsInvalid unknown(String name, Optional<String> nearest) {
        return new SettingsInvalid("The gateway has no setting " + name
                + nearest.map(other -> ": did you mean " + other + "?")
                        .orElse(": docs/configuration.md and docs/limits.md list those that it has."));
    }
}
