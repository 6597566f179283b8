using Tapir.Activities.Teaching;
using Tapir.Host.Settings;
using Tapir.Host.Specs;
using Tapir.Host.Specs.Allowance;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Runs;

/// <summary>How each run may reach its teacher: as its spec says, and to public addresses alone where the spec was posted by somebody.</summary>
internal sealed class TeacherAccessOfRuns(RunCatalog runs)
{
    public TeacherAccess Of(string run)
    {
        RunRecord? record = runs.TryGet(run);
        return Of(run, record, IsPublicOnly(record));
    }

    /// <param name="record">Null for a function that is called alone, on no run's account: it reaches its teacher as a spec does that does not say how.</param>
    /// <param name="publicOnly">Whether the teacher must be on the public internet.</param>
    public static TeacherAccess Of(string run, RunRecord? record, bool publicOnly)
    {
        RunSpec spec = record?.Spec ?? new RunSpec { Name = run };
        return new TeacherAccess(spec.Teacher, spec.ToPriceTable()) { PublicOnly = publicOnly };
    }

    /// <summary>Whether the run's teacher must be on the public internet.</summary>
    public static bool IsPublicOnly(RunRecord? record) => record is { Origin: SpecOrigin.Elsewhere } && !MayReachPrivate(record.Spec);

    // Read anew, so that an endpoint that was listed meanwhile holds for the next call.
    private static bool MayReachPrivate(RunSpec spec)
    {
        try
        {
            return new ListedAllowance(HostSettingsFile.Load().Tapir.Allow).MayReachPrivate(spec);
        }
        catch (SpecException)
        {
            // Somebody is at work on host.json: what it lists is not known at this moment.
            return false;
        }
    }
}
