package io.gatehouse.folder;

import io.gatehouse.catalog.RejectedSpec;
import io.gatehouse.catalog.spec.SpecProblem;
import io.gatehouse.controlplane.InvalidConfig;
import io.gatehouse.gateway.config.ConfigProblem;
import io.gatehouse.web.Refused;
import java.util.Map;

/** Does one step after the other and writes down which of them are refused, with the file and the field that each is about. */
final class Attempt {
    /** The fields of the console's forms, as files call them. */
    private static final Map<String, String> FIELDS = Map.of(
            "apiName", "name",
            "requestLimit", "limit",
            "windowSeconds", "window",
            "sortOrder", "position",
            "sunsetOn", "sunset",
            "upstreamUrl", "gateway.upstream",
            "routes", "gateway.routes",
            "runtimeGroup", "runtime_group",
            "service", "gateway.service",
            "portalName", "name");

    private final Findings findings;

    Attempt(Findings findings) {
        this.findings = findings;
    }

    /** @param spec the file of the spec that the step is about; may be null */
    void at(String file, String spec, Runnable step) {
        try {
            step.run();
        } catch (Refused refused) {
            add(file, spec, refused);
            for (Throwable other : refused.getSuppressed()) if (other instanceof Refused also) add(file, spec, also);
        } catch (InvalidConfig invalid) {
            for (ConfigProblem problem : invalid.problems()) {
                String field = problem.field() == null ? "" : ", " + problem.field();
                String name = problem.name() == null ? "" : " “" + problem.name() + "”";
                findings.add(
                        file,
                        "gateway",
                        "The gateway's configuration would be wrong (" + problem.kind() + name + field + "): "
                                + problem.message());
            }
        } catch (RuntimeException broken) {
            // A refused step leaves a transaction that may take no other; what was found until then is told.
            if (findings.isEmpty()) throw broken;
            findings.orRefuse();
        }
    }

    private void add(String file, String spec, Refused refused) {
        if (refused instanceof RejectedSpec rejected) {
            for (SpecProblem problem : rejected.problems()) if (problem.isError()) add(spec, problem);
            return;
        }
        String field =
                refused.field().map(name -> FIELDS.getOrDefault(name, name)).orElse(null);
        if ("source".equals(field)) findings.add(spec, null, refused.getMessage());
        else if (field == null || !findings.isAbout(file, field)) findings.add(file, field, refused.getMessage());
    }

    private void add(String spec, SpecProblem problem) {
        findings.add(spec, problem.line(), problem.pointer(), told(problem));
    }

    static String told(SpecProblem problem) {
        return problem.hint() == null ? problem.message() : problem.message() + " " + problem.hint();
    }
}
