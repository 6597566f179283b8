using System.CommandLine;

namespace Tapir.Host.Commands;

/// <summary>Options that several commands have, made anew for each.</summary>
internal static class CommandOptions
{
    public static Option<string> State() => new("--state")
    {
        Description = "Folder that holds hub, ledger, results, artifacts and runs.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".tapir",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document on standard output; everything else goes to standard error." };

    public static Option<string?> BackupsFrom() => new("--from") { Description = "Folder with backups; the blob store of host.json where left out.", HelpName = "DIR" };

    public static Argument<string> Run(string description = "Id of the run, such as quickstart-1.") => new("RUN") { Description = description };

    public static Argument<string?> OptionalRun() => new("RUN")
    {
        Description = "Id of the run, such as quickstart-1; the newest where none is named.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Argument<string> Spec() => new("SPEC") { Description = "The run's YAML file; `tapir init` writes one." };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Replace one value of the spec, as in --set curriculum.rounds=2. May be given several times.",
        HelpName = "key=value",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };
}
