using Tapir.Activities.Evaluation;
using Tapir.Activities.Expansion;
using Tapir.Activities.Judging;
using Tapir.Activities.Notifying;
using Tapir.Activities.Planning;
using Tapir.Activities.Preference;
using Tapir.Activities.Reporting;
using Tapir.Activities.Reviewing;
using Tapir.Activities.Scheduling;
using Tapir.Activities.Seeding;
using Tapir.Activities.Students;
using Tapir.Activities.Teaching;
using Tapir.Activities.Training;
using Tapir.Functions;
using Tapir.Orchestrations.Backups;
using Tapir.Orchestrations.Evaluation;
using Tapir.Orchestrations.Expansion;
using Tapir.Orchestrations.Judging;
using Tapir.Orchestrations.Notifying;
using Tapir.Orchestrations.Planning;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Reporting;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Scheduling;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Students;
using Tapir.Orchestrations.Training;

namespace Tapir.Activities;

/// <summary>All durable functions with their implementations.</summary>
public static class TapirFunctions
{
    /// <summary>Their contracts, by name: what can be told without anything to work with.</summary>
    public static IReadOnlyList<DurableFunction> Contracts { get; } =
    [
        BackupFunctions.Take,
        EvaluationFunctions.Grade,
        ExpansionFunctions.Answer,
        ExpansionFunctions.Filter,
        ExpansionFunctions.Write,
        JudgingFunctions.ScoreShard,
        NotifyingFunctions.Deliver,
        NotifyingFunctions.FindTargets,
        PlanningFunctions.Assemble,
        PlanningFunctions.Plan,
        PlanningFunctions.SamplePool,
        PreferenceFunctions.MeasurePairs,
        PreferenceFunctions.SelectPairs,
        ReportFunctions.Write,
        ReviewFunctions.Recall,
        ReviewFunctions.Record,
        ReviewFunctions.ShowExport,
        ReviewFunctions.ShowSelection,
        ReviewFunctions.ShowTraining,
        ScheduleFunctions.LookAtClock,
        ScheduleFunctions.LookAtData,
        ScheduleFunctions.StartRun,
        SeedFunctions.Import,
        SeedFunctions.Label,
        StudentFunctions.Answer,
        StudentFunctions.Create,
        StudentFunctions.Export,
        StudentFunctions.Fetch,
        StudentFunctions.Load,
        StudentFunctions.MeasureLoss,
        StudentFunctions.TrainTokenizer,
        TrainingFunctions.FindDevice,
        TrainingFunctions.Reach,
        TrainingFunctions.ReleaseSlices,
        TrainingFunctions.RunSlice,
    ];

    /// <summary>All of them, for a worker beside the state folder.</summary>
    public static FunctionCatalog Create(ActivityRooms rooms)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        FunctionCatalog catalog = CreateAnywhere(rooms);
        new ExportActivity(rooms).AddTo(catalog);
        new SliceReleases(rooms).AddTo(catalog);
        new ReportActivities(rooms).AddTo(catalog);
        new ReviewActivities(rooms).AddTo(catalog);
        new NotifyingActivities(rooms).AddTo(catalog);
        new ScheduleActivities(rooms).AddTo(catalog);
        catalog.Add(BackupFunctions.Take, (context, input) => rooms.TakeBackup(input, context.Cancellation));
        return catalog;
    }

    /// <summary>Those that need nothing of the state folder, for a worker on any machine: they read and write artifacts alone. The others write files that people look at,
    /// send notices with the operator's secrets, or remove what is done with.</summary>
    public static FunctionCatalog CreateAnywhere(WorkRooms rooms)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        FunctionCatalog catalog = new();
        TeacherDesk teachers = new(rooms);
        ComputeSlots slots = new(rooms.Artifacts);
        new SeedActivities(rooms.Artifacts, new SeedFiles(rooms.Artifacts, rooms.Scratch), new SeedLabels(rooms.Artifacts, teachers)).AddTo(catalog);
        new StudentActivities(rooms, slots).AddTo(catalog);
        new TrainingActivities(rooms, slots).AddTo(catalog);
        new JudgingActivities(rooms.Artifacts, teachers).AddTo(catalog);
        new PlanningActivities(rooms.Artifacts).AddTo(catalog);
        new PreferenceActivities(rooms.Artifacts, slots).AddTo(catalog);
        new ExpansionActivities(rooms.Artifacts, teachers).AddTo(catalog);
        new EvaluationActivities(rooms.Artifacts).AddTo(catalog);
        return catalog;
    }
}
