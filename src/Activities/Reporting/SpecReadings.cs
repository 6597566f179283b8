using System.Globalization;
using Tapir.Orchestrations.Specs;

namespace Tapir.Activities.Reporting;

/// <summary>How a run read what the method's texts leave open, each said in one sentence.</summary>
internal static class SpecReadings
{
    public static IReadOnlyList<Reading> Of(RunSpec spec)
    {
        CurriculumSpec curriculum = spec.Curriculum;
        return
        [
            new("curriculum.poolSample", Number(curriculum.PoolSample), "The pool is the seed and every accepted expansion; so many of it are answered and judged a round (0: all)."),
            new("curriculum.threshold", Number(curriculum.Threshold), "An instruction is hard when the teacher's score exceeds the student's by more than this."),
            new("curriculum.hardShare", $"{Number(curriculum.HardShare.Start)} + {Number(curriculum.HardShare.Step)} a round", "Share of the training tokens that is hard; where hard examples are fewer, it shrinks and is reported."),
            new("curriculum.mixing", Name(curriculum.Mixing), curriculum.Mixing == MixingKind.Sampling ? "The hard share is met by choosing examples." : "The hard share is met by weighing the loss of every example."),
            new("curriculum.frontier", Name(curriculum.Frontier), curriculum.Frontier ? "Room goes to tasks that the student gets right sometimes, before those that it never does." : "Room goes to tasks in proportion to how often the student fails."),
            new("curriculum.nearDuplicate", Number(curriculum.NearDuplicate), "ROUGE-L from which an instruction counts as known; tasks of a known family that differ in a number are different tasks and are only compared for equality."),
            new("curriculum.taskMix", curriculum.TaskMix.Count == 0 ? "paper" : "own", "Labels that the teacher cannot write give their quota to those it can; the shortfall stands beside each label."),
            new("judge.kind", Name(spec.Judge.Kind), spec.Judge.Kind switch
            {
                JudgeKind.Tutor => "The tutor grades its own tasks.",
                JudgeKind.Reference => "Answers are compared with the recorded ones: final answer (10 or 1), else 1 + 9 x ROUGE-L.",
                _ => spec.Judge.SwapOrder ? "The teacher's model compares both answers, twice with the order swapped." : "The teacher's model compares both answers once.",
            }),
            new("judge.retries", Number(spec.Judge.Retries), "An answer that cannot be scored is asked again so often, then left out of the selection and counted."),
            .. PreferenceOf(spec.Training.Preference),
        ];
    }

    private static IEnumerable<Reading> PreferenceOf(PreferenceSpec? preference) => preference is null
        ? []
        : [new("training.preference", $"beta {Number(preference.Beta)}, {Number(preference.Epochs)} epochs", "After the last round, once: pairs are of what the rounds judged, the last judgement of each instruction, those of the last round first; no judge is asked again.")];

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Name(object value) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString()!);
}
