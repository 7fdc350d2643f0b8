package dev.terrace.spring.actuate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Sets the share of a flag's rollout, which is all that a ramp changes. */
final class RolloutPercent {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RolloutPercent() {}

    /** The same definition, with another share of its one rollout. */
    static String set(String definition, BigDecimal percent) {
        JsonNode flag = JSON.readTree(definition);
        List<ObjectNode> rollouts = new ArrayList<>();
        for (JsonNode rule : flag.path("rules")) {
            if (rule.path("rollout") instanceof ObjectNode rollout) {
                rollouts.add(rollout);
            }
        }
        if (rollouts.size() != 1) {
            throw new Answers.RefusedException(
                    Answers.UNPROCESSABLE,
                    rollouts.isEmpty()
                            ? "no rule of the flag has a rollout"
                            : rollouts.size() + " rules of the flag have rollouts",
                    "say by \"definition\" what the whole flag shall be");
        }
        rollouts.get(0).put("percent", percent);
        return JSON.writeValueAsString(flag);
    }
}
