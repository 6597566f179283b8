using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary>Jinja's tests, as far as chat templates use them.</summary>
internal static class Tests
{
    private static readonly Dictionary<string, ValueTest> Known = new(StringComparer.Ordinal)
    {
        ["defined"] = (value, _) => value is not Undefined,
        ["undefined"] = (value, _) => value is Undefined,
        ["none"] = (value, _) => value is null,
        ["boolean"] = (value, _) => value is bool,
        ["true"] = (value, _) => value is true,
        ["false"] = (value, _) => value is false,
        ["string"] = (value, _) => value is string,
        ["number"] = (value, _) => Kinds.IsNumber(value),
        ["integer"] = (value, _) => value is long,
        ["float"] = (value, _) => value is double,
        ["mapping"] = (value, _) => value is TemplateMap,
        ["sequence"] = (value, _) => value is string or List<object?> or TemplateMap,
        ["iterable"] = (value, _) => value is string or List<object?> or TemplateMap or Undefined,
        ["callable"] = (value, _) => value is Callable,
        ["even"] = (value, _) => value is long number && number % 2 == 0,
        ["odd"] = (value, _) => value is long number && number % 2 != 0,
        ["divisibleby"] = (value, arguments) => value is long number && arguments.Get(0, "num") is long divisor and not 0 && number % divisor == 0,
        ["in"] = (value, arguments) => Kinds.Contains(arguments.Get(0, "seq"), value),
        ["sameas"] = (value, arguments) => ReferenceEquals(value, arguments.Get(0, "other")) || (value is bool or null && Equals(value, arguments.Get(0, "other"))),
        ["lower"] = (value, _) => value is string text && text.Any(char.IsLetter) && !text.Any(char.IsUpper),
        ["upper"] = (value, _) => value is string text && text.Any(char.IsLetter) && !text.Any(char.IsLower),
        ["eq"] = Equal,
        ["equalto"] = Equal,
        ["=="] = Equal,
        ["ne"] = (value, arguments) => !Equal(value, arguments),
        ["!="] = (value, arguments) => !Equal(value, arguments),
        ["lt"] = (value, arguments) => Kinds.Compare(value, arguments.Get(0, "other")) < 0,
        ["le"] = (value, arguments) => Kinds.Compare(value, arguments.Get(0, "other")) <= 0,
        ["gt"] = (value, arguments) => Kinds.Compare(value, arguments.Get(0, "other")) > 0,
        ["ge"] = (value, arguments) => Kinds.Compare(value, arguments.Get(0, "other")) >= 0,
    };

    /// <exception cref="TemplateFault">There is no such test.</exception>
    public static ValueTest Find(string name) => Known.TryGetValue(name, out ValueTest? test) ? test : throw new TemplateFault($"the test {name} is not one that Tapir renders");

    private static bool Equal(object? value, Arguments arguments) => Kinds.AreEqual(value, arguments.Get(0, "other"));
}
