package com.tripsage.gateway.memory;

/** The models of vectors, of which only some compare. */
final class Models {

    /** The model of vectors whose makers did not say one; they are taken for vectors of the deployment's model. */
    static final String UNSPECIFIED = "unspecified";

    private Models() {}

    /** The models whose vectors are of the same kind as those of one model. */
    static String[] comparableTo(String model, String deploymentModel) {
        return model.equals(UNSPECIFIED) || model.equals(deploymentModel)
                ? new String[] {UNSPECIFIED, deploymentModel}
                : new String[] {model};
    }
}
