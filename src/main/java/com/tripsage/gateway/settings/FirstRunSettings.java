package com.tripsage.gateway.settings;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** The settings of a first run, in a jar that has what it takes: spring.factories can't name classes that the image lacks. */
class FirstRunSettings implements EnvironmentPostProcessor {

    private static final String LOCATION = "META-INF/first-run.factories";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        SpringFactoriesLoader.forResourceLocation(LOCATION, application.getClassLoader())
                .load(EnvironmentPostProcessor.class)
                .forEach(firstRun -> firstRun.postProcessEnvironment(environment, application));
    }
}
