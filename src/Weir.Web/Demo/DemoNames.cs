namespace Weir.Web.Demo;

/// <summary>Made-up names of companies and people, Chinese for the most part and English for some; none means a real one.</summary>
internal static class DemoNames
{
    public static readonly (string Name, string EnglishName, string Region)[] Cities =
    [
        ("苏州", "Suzhou", "320500"), ("无锡", "Wuxi", "320200"), ("上海", "Shanghai", "310000"), ("杭州", "Hangzhou", "330100"), ("宁波", "Ningbo", "330200"), ("南京", "Nanjing", "320100"),
        ("合肥", "Hefei", "340100"), ("深圳", "Shenzhen", "440300"), ("东莞", "Dongguan", "441900"), ("广州", "Guangzhou", "440100"), ("佛山", "Foshan", "440600"), ("厦门", "Xiamen", "350200"),
    ];

    private static readonly string[] First = ["恒力", "博远", "天华", "联创", "海星", "申工", "瑞丰", "德昌", "中科", "启明", "锐捷", "宏图", "泰和", "金桥", "新元", "华信", "精诚", "卓越", "凯盛", "远景", "鼎新", "佳业", "创维", "双龙", "正泰"];
    private static readonly string[] FirstEnglish = ["Apex", "Bright", "Cedar", "Delta", "Evergreen", "Falcon", "Granite", "Harbor", "Ion", "Juniper", "Keystone", "Lumen", "Meridian", "Nova", "Orchid", "Pioneer"];
    private static readonly string[] Trades = ["精密机械", "自动化设备", "电子科技", "新能源", "汽车零部件", "医疗器械", "包装机械", "物流装备", "智能制造", "光电"];
    private static readonly string[] TradesEnglish = ["Precision", "Automation", "Electronics", "Energy", "Auto Parts", "Medical", "Packaging", "Logistics", "Robotics", "Optics"];
    private static readonly string[] Families = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "林", "郭", "何", "高", "罗"];
    private static readonly string[] Given = ["伟", "芳", "娜", "敏", "静", "磊", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀兰", "建国", "志强", "晓红", "文博", "思远", "雨晴", "子轩"];
    private static readonly string[] GivenEnglish = ["Alice", "Ben", "Carol", "David", "Emma", "Frank", "Grace", "Henry", "Ivy", "Jack", "Kate", "Leo"];
    private static readonly string[] FamiliesEnglish = ["Miller", "Clark", "Young", "Baker", "Turner", "Cooper", "Reed", "Ward", "Brooks", "Gray"];

    /// <summary>Every number gives another name.</summary>
    public static string Organisation(int n)
    {
        if (n % 11 == 10)
        {
            var e = n / 11;
            return $"{FirstEnglish[e % FirstEnglish.Length]} {TradesEnglish[e / FirstEnglish.Length % TradesEnglish.Length]} {(e >= 160 ? "(" + Cities[e / 160 % Cities.Length].EnglishName + ") " : "")}Co., Ltd.";
        }
        var city = Cities[n % Cities.Length].Name;
        var first = First[n / Cities.Length % First.Length];
        var trade = Trades[n / (Cities.Length * First.Length) % Trades.Length];
        return $"{city}{first}{trade}{(n % 3 == 0 ? "股份" : "")}有限公司";
    }

    public static string Person(Random chance) => chance.Next(10) == 0
        ? $"{GivenEnglish[chance.Next(GivenEnglish.Length)]} {FamiliesEnglish[chance.Next(FamiliesEnglish.Length)]}"
        : Families[chance.Next(Families.Length)] + Given[chance.Next(Given.Length)];

    public static string Mobile(int n) => $"1{new[] { "38", "39", "59", "86", "77" }[n % 5]}{n * 7919L % 100_000_000:D8}";
}
