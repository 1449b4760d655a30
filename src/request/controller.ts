/** The sandbox-only tool that seeds fixtures and forces states. */
export const controllerTask = 'comply_test_controller';
