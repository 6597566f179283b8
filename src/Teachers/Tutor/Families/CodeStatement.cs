namespace Tapir.Teachers.Tutor.Families;

/// <summary>One statement of a small Python program, in words and in code.</summary>
/// <param name="Verb">set, add, subtract, multiply or print.</param>
/// <param name="Value">A number or a variable; empty for print.</param>
internal sealed record CodeStatement(string Verb, string Variable, string Value)
{
    public static readonly string[] Variables = ["a", "b", "n", "x", "y"];
    private static readonly string[] Changes = ["add", "subtract", "multiply"];

    public string Words => Verb switch
    {
        "set" => $"set {Variable} to {Value}",
        "add" => $"add {Value} to {Variable}",
        "subtract" => $"subtract {Value} from {Variable}",
        "multiply" => $"multiply {Variable} by {Value}",
        _ => $"print {Variable}",
    };

    public string Code => Verb switch
    {
        "set" => $"{Variable} = {Value}",
        "add" => $"{Variable} += {Value}",
        "subtract" => $"{Variable} -= {Value}",
        "multiply" => $"{Variable} *= {Value}",
        _ => $"print({Variable})",
    };

    /// <summary>A program of so many statements: variables are set before they are changed or printed; a last of three or more prints.</summary>
    public static CodeStatement[] Program(TutorRandom random, int count)
    {
        string[] variables = random.Pick(Variables, count > 3 ? 2 : 1);
        CodeStatement[] program = new CodeStatement[count];
        for (int i = 0; i < count; i++)
        {
            string variable = i < variables.Length ? variables[i] : random.Pick(variables);
            program[i] = i < variables.Length ? new CodeStatement("set", variable, $"{random.Next(0, 99)}")
                : i == count - 1 && count > 2 ? new CodeStatement("print", variable, string.Empty)
                : new CodeStatement(random.Pick(Changes), variable, $"{random.Next(2, 20)}");
        }

        return program;
    }

    /// <summary>Reads words such as <c>add 3 to x</c>.</summary>
    public static CodeStatement? ReadWords(string text)
    {
        string[] w = text.Split(' ');
        return (w.Length, w[0]) switch
        {
            (2, "print") => Checked(w[0], w[1], string.Empty),
            (4, "set" or "multiply") => Checked(w[0], w[1], w[3]),
            (4, "add" or "subtract") => Checked(w[0], w[3], w[1]),
            _ => null,
        };
    }

    /// <summary>Reads code such as <c>x += 3</c>.</summary>
    public static CodeStatement? ReadCode(string text)
    {
        string[] w = text.Split(' ');
        if (w.Length == 1 && text.StartsWith("print(", StringComparison.Ordinal) && text.EndsWith(')'))
        {
            return Checked("print", text[6..^1], string.Empty);
        }

        string? verb = w.Length != 3 ? null : w[1] switch { "=" => "set", "+=" => "add", "-=" => "subtract", "*=" => "multiply", _ => null };
        return verb is null ? null : Checked(verb, w[0], w[2]);
    }

    private static CodeStatement? Checked(string verb, string variable, string value) =>
        Variables.Contains(variable) && (verb == "print" || Numerals.Read(value) is not null) ? new CodeStatement(verb, variable, value) : null;
}
