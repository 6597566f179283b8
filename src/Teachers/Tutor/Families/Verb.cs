namespace Tapir.Teachers.Tutor.Families;

/// <summary>Verbs with the forms that the tutor needs: base, third person, past, past participle.</summary>
internal sealed record Verb(string Base, string Third, string Past, string Participle)
{
    private static readonly Verb[] Regular =
    [
        .. new[] { "clean", "cook", "count", "fill", "help", "kick", "lift", "need", "open", "paint", "pull", "push", "visit", "want", "wash" }
            .Select(b => new Verb(b, b.EndsWith("sh", StringComparison.Ordinal) ? b + "es" : b + "s", b + "ed", b + "ed")),
    ];

    private static readonly Verb[] Irregular =
    [
        new("break", "breaks", "broke", "broken"), new("buy", "buys", "bought", "bought"), new("draw", "draws", "drew", "drawn"),
        new("eat", "eats", "ate", "eaten"), new("find", "finds", "found", "found"), new("give", "gives", "gave", "given"),
        new("hold", "holds", "held", "held"), new("know", "knows", "knew", "known"), new("make", "makes", "made", "made"),
        new("see", "sees", "saw", "seen"), new("sell", "sells", "sold", "sold"), new("take", "takes", "took", "taken"),
    ];

    public static IReadOnlyList<Verb> RegularOnes => Regular;

    public static IReadOnlyList<Verb> IrregularOnes => Irregular;

    public static IReadOnlyList<Verb> All { get; } = [.. Regular, .. Irregular];
}
