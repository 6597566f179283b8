namespace Tapir.Curriculum.Tasks;

/// <summary>The 32 task labels of the paper's authors (their released resampler).</summary>
public static class TaskLabels
{
    public static readonly TaskLabel Math = new("Math");
    public static readonly TaskLabel Reasoning = new("Reasoning");
    public static readonly TaskLabel CodeGeneration = new("Code Generation");
    public static readonly TaskLabel CodeDebug = new("Code Debug");
    public static readonly TaskLabel Others = new("Others");
    public static readonly TaskLabel Writing = new("Writing");
    public static readonly TaskLabel ComputerScience = new("Computer Science");
    public static readonly TaskLabel ComplexFormat = new("Complex Format");
    public static readonly TaskLabel CommonSense = new("Common-Sense");
    public static readonly TaskLabel Counterfactual = new("Counterfactual");
    public static readonly TaskLabel Multilingual = new("Multilingual");
    public static readonly TaskLabel Roleplay = new("Roleplay");
    public static readonly TaskLabel Biology = new("Biology");
    public static readonly TaskLabel Technology = new("Technology");
    public static readonly TaskLabel Ethics = new("Ethics");
    public static readonly TaskLabel Sport = new("Sport");
    public static readonly TaskLabel Law = new("Law");
    public static readonly TaskLabel Medicine = new("Medicine");
    public static readonly TaskLabel Literature = new("Literature");
    public static readonly TaskLabel Entertainment = new("Entertainment");
    public static readonly TaskLabel Art = new("Art");
    public static readonly TaskLabel Music = new("Music");
    public static readonly TaskLabel Toxicity = new("Toxicity");
    public static readonly TaskLabel Economy = new("Economy");
    public static readonly TaskLabel Physics = new("Physics");
    public static readonly TaskLabel History = new("History");
    public static readonly TaskLabel Chemistry = new("Chemistry");
    public static readonly TaskLabel Philosophy = new("Philosophy");
    public static readonly TaskLabel Health = new("Health");
    public static readonly TaskLabel Ecology = new("Ecology");
    public static readonly TaskLabel Grammar = new("Grammar");
    public static readonly TaskLabel Paraphrase = new("Paraphrase");

    /// <summary>All of them, in the order of the authors' table.</summary>
    public static IReadOnlyList<TaskLabel> All { get; } =
    [
        Math, Reasoning, CodeGeneration, CodeDebug, Others, Writing, ComputerScience, ComplexFormat, CommonSense, Counterfactual,
        Multilingual, Roleplay, Biology, Technology, Ethics, Sport, Law, Medicine, Literature, Entertainment, Art, Music, Toxicity,
        Economy, Physics, History, Chemistry, Philosophy, Health, Ecology, Grammar, Paraphrase,
    ];

    private static readonly Dictionary<string, TaskLabel> BySpelling = All.ToDictionary(label => Spelling(label.Name), StringComparer.Ordinal);

    /// <summary>The label that a person or a model meant: one of <see cref="All"/> whatever its case, hyphens, underscores and
    /// spaces (<c>code_debug</c>, <c>common sense</c>), else a label of that very name; null when there is no name.</summary>
    public static TaskLabel? TryParse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return BySpelling.TryGetValue(Spelling(text), out TaskLabel known) ? known : new TaskLabel(text.Trim());
    }

    /// <summary>Whether the paper's table has this label.</summary>
    public static bool IsKnown(TaskLabel label) => BySpelling.TryGetValue(Spelling(label.Name), out TaskLabel known) && known == label;

    private static string Spelling(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
