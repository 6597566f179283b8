using Tapir.Activities.Evaluation;
using Tapir.Activities.Expansion;
using Tapir.Activities.Judging;
using Tapir.Activities.Planning;
using Tapir.Activities.Reporting;
using Tapir.Activities.Seeding;
using Tapir.Activities.Students;
using Tapir.Activities.Teaching;
using Tapir.Activities.Training;
using Tapir.Functions;

namespace Tapir.Activities;

/// <summary>All durable functions with their implementations.</summary>
public static class TapirFunctions
{
    public static FunctionCatalog Create(ActivityRooms rooms)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        FunctionCatalog catalog = new();
        TeacherDesk teachers = new(rooms);
        ComputeSlots slots = new();
        new SeedActivities(rooms.Artifacts, new SeedFile(rooms.Artifacts), new SeedLabels(rooms.Artifacts, teachers)).AddTo(catalog);
        new StudentActivities(rooms, slots).AddTo(catalog);
        new TrainingActivities(rooms, slots).AddTo(catalog);
        new JudgingActivities(rooms.Artifacts, teachers).AddTo(catalog);
        new PlanningActivities(rooms.Artifacts).AddTo(catalog);
        new ExpansionActivities(rooms.Artifacts, teachers).AddTo(catalog);
        new EvaluationActivities(rooms.Artifacts).AddTo(catalog);
        new ReportActivities(rooms).AddTo(catalog);
        return catalog;
    }
}
