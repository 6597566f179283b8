using Tapir.Host.Settings;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Endpoints;

namespace Tapir.Host.Specs.Allowance;

/// <summary>For specs from elsewhere: what the operator has listed in <c>tapir.allow</c> of host.json.</summary>
internal sealed class ListedAllowance : SpecAllowance
{
    private readonly AllowSettings settings;
    private readonly EndpointList endpoints;

    /// <exception cref="SpecException">The lists hold what cannot be listed.</exception>
    public ListedAllowance(AllowSettings settings)
    {
        this.settings = settings;
        endpoints = new EndpointList(settings.Endpoints);
    }

    public override SpecOrigin Origin => SpecOrigin.Elsewhere;

    public override IEnumerable<(string Key, string Message)> Check(RunSpec spec)
    {
        foreach ((string key, string path) in PathsOf(spec).Where(named => !MayRead(named.Path)))
        {
            yield return (key, $"'{path}' is not within what 'tapir.allow.read' of host.json lists ({Or(settings.Read, "nothing")}); ask the operator to list its folder");
        }

        if (spec.Teacher.Kind != TeacherKind.OpenAI)
        {
            yield break;
        }

        if (AddressOf(spec) is { } address && !endpoints.Has(address))
        {
            if (!endpoints.IsEmpty)
            {
                yield return ("teacher.url", $"'{address}' begins with nothing that 'tapir.allow.endpoints' of host.json lists ({endpoints})");
            }
            else if (!PublicAddress.MayBe(address.IdnHost.Trim('[', ']')))
            {
                yield return ("teacher.url", $"'{address}' is in a private network or on this machine, and 'tapir.allow.endpoints' of host.json does not list it");
            }
        }

        if (!settings.KeyVariables.Contains(spec.Teacher.KeyVariable, StringComparer.Ordinal))
        {
            yield return (
                "teacher.keyVariable",
                $"'{spec.Teacher.KeyVariable}' is none of the variables whose value may be sent to an endpoint: 'tapir.allow.keyVariables' of host.json lists {Or(settings.KeyVariables, "none")}");
        }
    }

    public override RunSpec Settle(RunSpec spec)
    {
        RunSpec settled = spec with { Seed = spec.Seed.Move(file => RealPath.Of(file)!) };
        settled = spec.Teacher is { Kind: TeacherKind.Local, Model: { } model } ? settled with { Teacher = spec.Teacher with { Model = RealPath.Of(model)! } } : settled;
        return ModelName.IsLocal(spec.Student.Model) ? settled with { Student = spec.Student with { Model = RealPath.Of(spec.Student.Model!)! } } : settled;
    }

    /// <summary>Whether calls of a run may go into private networks.</summary>
    public bool MayReachPrivate(RunSpec spec) => AddressOf(spec) is { } address && endpoints.Has(address);

    private static IEnumerable<(string Key, string Path)> PathsOf(RunSpec spec)
    {
        foreach (string file in spec.Seed.Files)
        {
            yield return (file == spec.Seed.Path ? "seed.path" : "seed.also", file);
        }

        if (spec.Teacher is { Kind: TeacherKind.Local, Model: { } teacher })
        {
            yield return ("teacher.model", teacher);
        }

        if (ModelName.IsLocal(spec.Student.Model))
        {
            yield return ("student.model", spec.Student.Model!);
        }
    }

    private static Uri? AddressOf(RunSpec spec) => Uri.TryCreate(TeacherModel.Of(spec.Teacher).Url, UriKind.Absolute, out Uri? address) ? address : null;

    private bool MayRead(string path) => RealPath.Of(path) is { } real
        && settings.Read.Any(root => RealPath.Of(Path.GetFullPath(root)) is { } known && RealPath.IsWithin(real, known));

    private static string Or(IReadOnlyList<string> list, string none) => list.Count == 0 ? none : string.Join(", ", list);
}
