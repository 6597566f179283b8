using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary>Filters that go over lists.</summary>
internal static class Sequences
{
    /// <summary><c>map(attribute='a')</c>, <c>map('filter')</c>.</summary>
    public static object? Map(object? value, Arguments arguments)
    {
        if (arguments.Named.ContainsKey("attribute"))
        {
            arguments.Allow(0, "attribute", "default");
            string member = arguments.Text(int.MaxValue, "attribute");
            object? otherwise = arguments.Get(int.MaxValue, "default");
            bool hasDefault = arguments.Has(int.MaxValue, "default");
            return new List<object?>(Kinds.Items(value).Select(item => Member(item, member)).Select(found => found is Undefined && hasDefault ? otherwise : found));
        }

        string name = arguments.Text(0, "filter");
        Filter filter = Filters.Find(name);
        Arguments rest = new(name, [.. arguments.Positional.Skip(1)], arguments.Named);
        return new List<object?>(Kinds.Items(value).Select(item => filter(item, rest)));
    }

    /// <summary><c>select('test')</c> and <c>selectattr('a', 'test', b)</c>, and their opposites.</summary>
    public static object? Choose(object? value, Arguments arguments, bool byMember, bool wanted)
    {
        int first = byMember ? 1 : 0;
        string member = byMember ? arguments.Text(0, "attribute") : "";
        ValueTest test = (tested, _) => Kinds.IsTrue(tested);
        if (arguments.Has(first, "test"))
        {
            test = Tests.Find(arguments.Text(first, "test"));
        }

        Arguments rest = new(arguments.Owner, [.. arguments.Positional.Skip(first + 1)], arguments.Named);
        return new List<object?>(Kinds.Items(value).Where(item => test(byMember ? Member(item, member) : item, rest) == wanted));
    }

    /// <summary>A member by its dotted name.</summary>
    public static object? Member(object? item, string name)
    {
        foreach (string part in name.Split('.'))
        {
            item = item is TemplateMap map && map.TryGetValue(part, out object? value) ? value
                : item is TemplateNamespace space && space.Members.TryGetValue(part, out value) ? value
                : item is List<object?> && long.TryParse(part, out long place) ? TextRange.At(item, place)
                : new Undefined($"'{part}'");
        }

        return item;
    }

    public static object? Sort(List<object?> items, Arguments arguments)
    {
        arguments.Allow(3, "reverse", "case_sensitive", "attribute");
        string member = arguments.Text(2, "attribute", "");
        bool isExact = Kinds.IsTrue(arguments.Get(1, "case_sensitive", false));
        Comparer<object?> order = Comparer<object?>.Create((left, right) => Kinds.Compare(Key(left), Key(right)));
        return new List<object?>(Kinds.IsTrue(arguments.Get(0, "reverse", false)) ? items.OrderDescending(order) : items.Order(order));

        object? Key(object? item)
        {
            object? key = member.Length > 0 ? Member(item, member) : item;
            return key is string text && !isExact ? text.ToUpperInvariant() : key;
        }
    }

    public static object? Unique(List<object?> items)
    {
        List<object?> seen = [];
        foreach (object? item in items)
        {
            Sizes.DemandComparisons(seen.Count);
            if (!seen.Any(known => Kinds.AreEqual(known is string text ? text.ToUpperInvariant() : known, item is string other ? other.ToUpperInvariant() : item)))
            {
                seen.Add(item);
            }
        }

        return seen;
    }

    public static object? Sum(List<object?> items)
    {
        double sum = items.Sum(Kinds.Number);
        return items.All(item => item is long or bool) ? (object)(long)sum : sum;
    }

    /// <param name="sign">-1 for the least, 1 for the greatest.</param>
    public static object? Extreme(List<object?> items, int sign)
    {
        object? best = items.Count > 0 ? items[0] : new Undefined("the extreme of nothing");
        foreach (object? item in items.Skip(1))
        {
            best = Kinds.Compare(item, best) * sign > 0 ? item : best;
        }

        return best;
    }
}
