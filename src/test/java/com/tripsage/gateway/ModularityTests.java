package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

    private static final ApplicationModules MODULES = ApplicationModules.of(GatewayApplication.class);

    @Test
    void modulesUseOnlyWhatTheyDeclare() {
        MODULES.verify();
    }

    /** A module that declares nothing may use everything. */
    @Test
    void everyModuleDeclaresWhatItUses() {
        assertThat(MODULES.stream().filter(module -> uses(module).contains(ApplicationModule.OPEN_TOKEN)))
                .isEmpty();
    }

    /** The image is built without it. */
    @Test
    void noModuleUsesTheFirstRun() {
        assertThat(MODULES.stream().filter(module -> uses(module).contains("firstrun")))
                .isEmpty();
    }

    private static List<String> uses(org.springframework.modulith.core.ApplicationModule module) {
        return module.getBasePackage()
                .findAnnotation(ApplicationModule.class)
                .map(declared -> List.of(declared.allowedDependencies()))
                .orElse(List.of(ApplicationModule.OPEN_TOKEN));
    }
}
