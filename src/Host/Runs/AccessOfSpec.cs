using Tapir.Activities.Teaching;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Runs;

/// <summary>How a spec's run reaches its teacher.</summary>
internal static class AccessOfSpec
{
    public static TeacherAccess ToAccess(this RunSpec spec) => new(spec.Teacher, spec.ToPriceTable());
}
