using System.Text.Json;
using Tapir.Models.ChatTemplates;
using Tapir.Models.ChatTemplates.Rendering;
using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.Tests.ChatTemplates;

[TestClass]
public sealed class JinjaTemplateTests
{
    [TestMethod]
    public void Render_ManyConstructs_GivesWhatJinjaGives()
    {
        JsonElement fixture = FixtureFile.Read("jinja.json");
        KeyValuePair<string, object?>[] names = [.. ((TemplateMap)Value(fixture.GetProperty("names"))!), .. TemplateFunctions.All(TimeProvider.System)];

        foreach (JsonElement one in fixture.GetProperty("cases").EnumerateArray())
        {
            string template = one.Text("template");
            Assert.AreEqual(one.Text("expected"), JinjaTemplate.Read(template, TemplateLimits.Default).Render(names), template);
        }
    }

    [TestMethod]
    [DataRow("a\n{{ x", "line 2: {{ without }}")]
    [DataRow("{% if x %}", "line 1: {% elif %} or {% else %} or {% endif %} is wanted")]
    [DataRow("\n\n{% endif %}", "line 3: {% endif %} ends nothing")]
    [DataRow("{% for x in y recursive %}{% endfor %}", "recursive")]
    [DataRow("{% include 'a' %}", "{% include %}")]
    [DataRow("{% break %}", "outside of a loop")]
    [DataRow("{{ x | frobnicate }}", "the filter frobnicate")]
    [DataRow("{{ x is frobnicated }}", "the test frobnicated")]
    [DataRow("{{ 'abc }}", "closing quote")]
    [DataRow("{# abc", "a comment")]
    [DataRow("{{ (1 }}", "closes nothing")]
    [DataRow("{{ 1 + }}", "a value is wanted")]
    [DataRow("{{ f(*x) }}", "spread out")]
    [DataRow("{{ a ? b }}", "the character ?")]
    public void Read_WhatCannotBeRendered_IsNamedWithItsLine(string template, string named)
    {
        ChatTemplateException error = Assert.ThrowsExactly<ChatTemplateException>(() => JinjaTemplate.Read(template, TemplateLimits.Default));

        StringAssert.Contains(error.Message, named);
    }

    [TestMethod]
    [DataRow("\n{{ 'a' + 1 }}", "line 2: a text + a whole number")]
    [DataRow("{{ x.y }}", "'x' is not defined")]
    [DataRow("{{ messages() }}", "cannot be called")]
    [DataRow("{{ 1 / 0 }}", "division by 0")]
    [DataRow("{{ 'a' < 1 }}", "have no order")]
    [DataRow("{% for x in 5 %}{% endfor %}", "cannot be gone over")]
    [DataRow("{% set x.y = 1 %}", "no namespace")]
    [DataRow("{{ [].append(1) }}", "append")]
    [DataRow("{{ strftime_now('%Q') }}", "%Q")]
    [DataRow("{{ 9223372036854775807 + 1 }}", "too large")]
    [DataRow("{{ raise_exception('only users') }}", "refuses the conversation: only users")]
    public void Render_WhatCannotBeDone_IsASentence(string template, string named)
    {
        ChatTemplateException error = Assert.ThrowsExactly<ChatTemplateException>(() => Render(template));

        StringAssert.Contains(error.Message, named);
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    [DataRow("{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}", "steps")]
    [DataRow("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "levels deep")]
    [DataRow("{% set ns = namespace(t='aaaaaaaaaaaaaaaa') %}{% for i in range(100) %}{% set ns.t = ns.t + ns.t %}{% endfor %}", "longer than")]
    [DataRow("{{ 'aaaaaaaa' * 1000000000 }}", "longer than")]
    [DataRow("{% for i in range(100000) %}{{ 'a' * 100000 }}{% endfor %}", "longer than|steps")]
    [DataRow("{% set ns = namespace(l=[1, 2]) %}{% for i in range(64) %}{% set ns.l = ns.l + ns.l %}{% endfor %}", "a list of")]
    [DataRow("{% set ns = namespace(l=[1]) %}{% for i in range(64) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l | tojson }}", "longer than")]
    [DataRow("{% set ns = namespace(l=[1], m=[1]) %}{% for i in range(64) %}{% set ns.l = [ns.l, ns.l] %}{% set ns.m = [ns.m, ns.m] %}{% endfor %}{{ ns.l == ns.m }}", "compared")]
    [DataRow("{% set ns = namespace(l=[1]) %}{% for i in range(100000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}", "levels deep")]
    [DataRow("{{ range(10 ** 12) }}", "range")]
    [DataRow("{% set a = 'a' * 10000 %}{{ a.replace('a', a).replace('a', a) }}", "longer than")]
    [DataRow("{% set a = ['a' * 10000] * 3 %}{{ a }}", "cannot be worked out")]
    public void Render_TemplateThatWouldNotEnd_StopsWithASentence(string template, string named)
    {
        ChatTemplateException error = Assert.ThrowsExactly<ChatTemplateException>(() => Render(template));

        StringAssert.Contains(error.Message, "chat template, line 1: ");
        Assert.IsTrue(named.Split('|').Any(one => error.Message.Contains(one, StringComparison.Ordinal)), error.Message);
    }

    [TestMethod]
    public void Read_NestedWithoutEnd_IsRefused()
    {
        foreach (string template in (string[])[
            "{{ " + new string('(', 100_000), "{{ " + new string('[', 100_000), "{{ " + string.Concat(Enumerable.Repeat("not ", 100_000)) + "1 }}{{", "{{ " + new string('-', 100_000) + "1 }}",
            string.Concat(Enumerable.Repeat("{% if a %}", 100_000)), "{{ " + string.Concat(Enumerable.Repeat("a if b else ", 100_000)) + "c }}", "{{ {" + string.Concat(Enumerable.Repeat("'a':{", 100_000))])
        {
            Assert.ThrowsExactly<ChatTemplateException>(() => JinjaTemplate.Read(template, TemplateLimits.Default));
        }
    }

    [TestMethod]
    public void Render_LongChains_StopWithASentenceOrAreRendered()
    {
        string sum = "{{ " + string.Concat(Enumerable.Repeat("1 + ", 50_000)) + "1 }}";

        StringAssert.Contains(Assert.ThrowsExactly<ChatTemplateException>(() => Render(sum)).Message, "levels deep");
        Assert.AreEqual(new string('1', 2_000), Render("{{ " + string.Concat(Enumerable.Repeat("1 ~ ", 1_999)) + "1 }}"));
    }

    [TestMethod]
    public void Render_LongConversation_IsWithinTheLimits()
    {
        List<object?> messages = [.. Enumerable.Range(0, 2_000).Select(i => new TemplateMap { ["role"] = i % 2 == 0 ? "user" : "assistant", ["content"] = new string('x', 2_000) })];

        string text = JinjaTemplate.Read("{% for m in messages %}{{ '<|' + m['role'] + '|>' + m['content'] | trim }}{% endfor %}", TemplateLimits.Default).Render([new("messages", messages)]);

        Assert.AreEqual((2_000 * 2_000) + (1_000 * ("<|user|>".Length + "<|assistant|>".Length)), text.Length);
    }

    private static string Render(string template) =>
        JinjaTemplate.Read(template, TemplateLimits.Default).Render([.. TemplateFunctions.All(TimeProvider.System), new("messages", new List<object?>())]);

    private static object? Value(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                TemplateMap map = [];
                foreach (JsonProperty member in json.EnumerateObject())
                {
                    map[member.Name] = Value(member.Value);
                }

                return map;
            case JsonValueKind.Array:
                return new List<object?>(json.EnumerateArray().Select(Value));
            case JsonValueKind.String:
                return json.GetString();
            case JsonValueKind.Number:
                return json.GetRawText().Contains('.') ? json.GetDouble() : (object)json.GetInt64();
            case JsonValueKind.Null:
                return null;
            default:
                return json.GetBoolean();
        }
    }
}
