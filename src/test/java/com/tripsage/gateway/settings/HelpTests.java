package com.tripsage.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.command.Command;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;

@GatewayTest
class HelpTests {

    private final String help = help();

    @Test
    void namesEveryCommand(@Autowired ListableBeanFactory beans) {
        assertThat(beans.getBeanNamesForType(Command.class)).isNotEmpty().allSatisfy(command -> assertThat(help)
                .containsPattern("(?m)^  " + command + " "));
    }

    @Test
    void namesEverySettingWithItsDefaultAndWhatItMeans() {
        assertThat(KnownSettings.load().names().map(KnownSettings::variable))
                .isNotEmpty()
                .allSatisfy(variable -> assertThat(help).containsPattern("\n  " + variable + "(=.*)?\n      \\S"));
        assertThat(help)
                .contains("  GATEWAY_DATABASE_SEARCHPATH=public, extensions\n")
                .doesNotContain("{@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help", "--gateway.limits.depth=10 --help", "token --help"})
    void isAskedFor(String arguments) {
        assertThat(Help.isAskedFor(arguments.split(" "))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"register-documents help", "--gateway.limits.depth=10", "token -h"})
    void isNotAskedFor(String arguments) {
        assertThat(Help.isAskedFor(arguments.split(" "))).isFalse();
    }

    private static String help() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Help.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
