package dev.terrace.flags;

import dev.terrace.flags.internal.document.DocumentNode;
import dev.terrace.flags.internal.document.DocumentNode.Mapping;
import dev.terrace.flags.internal.document.Faults;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Reads a schedule. Local times become moments once, when the schedule is compiled, by the zone's rules: a time that a clock
 * skips is that much later (02:30 becomes 03:30), and of a time that comes twice the first is meant. So nothing depends on
 * when a node was started, and two steps at one moment are found.
 */
final class ScheduleReader {

    private final AnswerReader answers;
    private final Faults faults;

    ScheduleReader(AnswerReader answers, Faults faults) {
        this.answers = answers;
        this.faults = faults;
    }

    @Nullable
    Schedule read(Mapping node) {
        ZoneId zone = zone(node);
        List<Long> begins = new ArrayList<>();
        List<@Nullable Answer> steps = new ArrayList<>();
        for (DocumentNode item : node.items("steps")) {
            if (!(item instanceof Mapping step)) {
                continue; // the schema has said so
            }
            LocalDateTime at = time(step);
            steps.add(answers.read(step, "schedule[" + steps.size() + "]", Reason.SCHEDULE));
            if (zone == null || at == null) {
                continue;
            }
            long begin = at.atZone(zone).toInstant().toEpochMilli();
            if (!begins.isEmpty() && begin <= begins.get(begins.size() - 1)) {
                faults.add(
                        step.placeOf("at"),
                        "this step does not come after the one before it",
                        "order the steps by time; a time that the zone's clocks skip is that much later");
            }
            begins.add(begin);
        }
        return begins.size() == steps.size() && !steps.isEmpty()
                ? new Schedule(begins.stream().mapToLong(Long::longValue).toArray(), steps.toArray(new Answer[0]))
                : null;
    }

    private @Nullable ZoneId zone(Mapping node) {
        try {
            return ZoneId.of(String.valueOf(node.text("zone")));
        } catch (DateTimeException e) {
            faults.add(
                    node.placeOf("zone"), "not a time zone", "name one of the IANA time zones, such as Europe/Berlin");
            return null;
        }
    }

    private @Nullable LocalDateTime time(Mapping step) {
        try {
            LocalDateTime time = LocalDateTime.parse(String.valueOf(step.text("at")));
            if (time.getYear() >= 1970 && time.getYear() <= 9999) {
                return time;
            }
        } catch (DateTimeException e) {
            // said below
        }
        faults.add(
                step.placeOf("at"),
                "not a local date and time of the years 1970 to 9999",
                "write \"2026-12-01T08:00\", without an offset: the zone says that");
        return null;
    }
}
