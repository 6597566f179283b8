using System.Text;
using Microsoft.AspNetCore.Http;
using Tapir.Host.Settings;
using Tapir.Host.Specs;
using Tapir.Host.Specs.Allowance;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Http.Specs;

/// <summary>Reads specs that come over HTTP, within what the operator allows them to name.</summary>
internal sealed class SpecIntake(HostSettings settings)
{
    private const string Source = "spec";

    private readonly ListedAllowance allowance = new(settings.Tapir.Allow);

    public static async Task<string> TextOfAsync(HttpRequest request, CancellationToken cancellation)
    {
        using StreamReader body = new(request.Body, Encoding.UTF8);
        return await body.ReadToEndAsync(cancellation);
    }

    /// <summary>Reads a spec that is to be kept under its name.</summary>
    /// <exception cref="SpecException">Anything is wrong, or its name is another.</exception>
    public RunSpec ReadNamed(string text, string name)
    {
        RunSpec spec = Read(text, []);
        return spec.Name == name
            ? spec
            : throw new SpecException([new SpecError(Source, 0, 0, $"its name is '{spec.Name}', and it is to be kept as '{name}'; make them the same")]);
    }

    /// <param name="set">Overrides, as <c>--set</c> has them.</param>
    /// <exception cref="SpecException">Anything is wrong; all of it is listed.</exception>
    public RunSpec Read(string text, IReadOnlyList<string> set)
    {
        using StringReader reader = new(text);
        return SpecReader.Read(SpecReader.Parse(reader, Source), Source, _ => Environment.CurrentDirectory, [.. set.Select(SpecOverride.Parse)], allowance);
    }
}
