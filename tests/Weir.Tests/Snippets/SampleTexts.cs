namespace Weir.Tests.Snippets;

/// <summary>Cards, messages and signatures; people, companies and numbers are invented.</summary>
internal static class SampleTexts
{
    public static (string Name, string Text, string Expected)[] All { get; } =
    [
        ("a card", """
            苏州恒力精密机械有限公司
            王芳  采购经理
            手机：138 1234 5520
            电话：0512-6666 8888 转 803
            传真：0512-66668889
            邮箱：wangfang@hengli-jx.com
            地址：江苏省苏州市虎丘区科技路8号3号楼501室
            网址：www.hengli-jx.com
            """, """
            person: 王芳
            company: 苏州恒力精密机械有限公司
            mobile: 13812345520
            phone: 0512-6666 8888 转 803
            email: wangfang@hengli-jx.com
            job_title: 采购经理
            address: 江苏省苏州市虎丘区科技路8号3号楼501室
            website: www.hengli-jx.com
            """),
        ("full-width digits", """
            联系人：李建国　电话：１３９００１３９００１　ＱＱ：１２３４５６７８
            """, """
            person: 李建国
            mobile: 13900139001
            """),
        ("company in the middle of a sentence", "您好，我是杭州云图智能科技有限公司的采购总监陈晓明，我的电话是+86 13700001234，微信同号。", """
            person: 陈晓明
            company: 杭州云图智能科技有限公司
            mobile: 13700001234
            job_title: 采购总监
            wechat: 13700001234
            """),
        ("two mobiles and a desk", "张伟 13812345678 / 15987654321 办公电话021-58881234", """
            person: 张伟
            mobile: 13812345678
            mobile: 15987654321
            phone: 021-58881234
            """),
        ("a name of four", """
            欧阳明月
            上海博远（中国）投资有限公司
            副总经理
            M：+86-186-2100-9988
            """, """
            person: 欧阳明月
            company: 上海博远（中国）投资有限公司
            mobile: 18621009988
            job_title: 副总经理
            """),
        ("a name of two apart", """
            刘　洋
            技术部 高级工程师
            广东美联电器股份有限公司佛山分公司
            T：(0757) 2233 4455-8012
            E：liuyang@meilian.com.cn
            """, """
            person: 刘洋
            company: 广东美联电器股份有限公司佛山分公司
            phone: (0757) 2233 4455-8012
            email: liuyang@meilian.com.cn
            job_title: 高级工程师
            department: 技术部
            """),
        ("surname and title only", "常州金鹿阀门厂 王总 13585012345 要 3 台", """
            person: 王总
            company: 常州金鹿阀门厂
            mobile: 13585012345
            """),
        ("a chat with a WeChat id", "赵敏敏，微信号：zmm_2020，手机 13611112222，北京字节无界科技有限责任公司", """
            person: 赵敏敏
            company: 北京字节无界科技有限责任公司
            mobile: 13611112222
            wechat: zmm_2020
            """),
        ("mobile and WeChat in one label", "手机/微信：18900002222 姓名：司马青", """
            person: 司马青
            mobile: 18900002222
            wechat: 18900002222
            """),
        ("invoice data around", """
            单位名称：无锡华腾自动化设备有限公司
            税号：91320200MA1XYZ2K3T
            开户行：中国银行无锡分行 账号：4582 0188 0000 1234 567
            联系人：孙立军（销售经理） 电话：400-820-8820 转 3
            """, """
            person: 孙立军
            company: 无锡华腾自动化设备有限公司
            phone: 400-820-8820 转 3
            job_title: 销售经理
            """),
        ("credit code by itself", "宁波海川进出口有限公司 91330201MA2AF0Q12X", """
            company: 宁波海川进出口有限公司
            credit_code: 91330201MA2AF0Q12X
            """),
        ("title, name and company run together", "采购经理王芳(苏州恒力机械有限公司)13812345520", """
            person: 王芳
            company: 苏州恒力机械有限公司
            mobile: 13812345520
            job_title: 采购经理
            """),
        ("name and title run together", "孟子涵市场总监，成都天府软件园的，手机号13088889999", """
            person: 孟子涵
            mobile: 13088889999
            job_title: 市场总监
            """),
        ("words that begin like names", "项目经理 周杰 高级顾问\n江苏大学附属医院\n0511-85026000", """
            person: 周杰
            company: 江苏大学附属医院
            phone: 0511-85026000
            job_title: 项目经理
            job_title: 高级顾问
            """),
        ("an order number is no telephone", "订单号：13812345678901，联系 徐静 15012341234", """
            person: 徐静
            mobile: 15012341234
            """),
        ("an address without a label", "武汉市洪山区珞喻路1037号 华中科技大学 何教授 027-87541114", """
            person: 何教授
            company: 华中科技大学
            phone: 027-87541114
            job_title: 教授
            address: 武汉市洪山区珞喻路1037号
            """),
        ("only a local number", "公司：大连远洋船舶配件\n电话：82345678\n联系人：丛林", """
            person: 丛林
            company: 大连远洋船舶配件
            phone: 82345678
            """),
        ("an English signature", """
            Best regards,
            John A. Smith
            Senior Purchasing Manager
            Acme Robotics Co., Ltd.
            T: +1 (415) 555-0132 ext. 204
            M: +1 415 555 0177
            john.smith@acme-robotics.com | www.acme-robotics.com
            1200 Mission Street, Suite 400
            San Francisco, CA 94103
            Sent from my iPhone
            """, """
            person: John A. Smith
            company: Acme Robotics Co., Ltd.
            mobile: +1 415 555 0177
            phone: +1 (415) 555-0132 ext. 204
            email: john.smith@acme-robotics.com
            job_title: Senior Purchasing Manager
            address: 1200 Mission Street, Suite 400, San Francisco, CA 94103
            website: www.acme-robotics.com
            """),
        ("an English card in one line", "Maria García-López | Head of Procurement | Müller & Söhne GmbH | +49 30 901820 | m.garcia@mueller-soehne.de", """
            person: Maria García-López
            company: Müller & Söhne GmbH
            phone: +49 30 901820
            email: m.garcia@mueller-soehne.de
            job_title: Head of Procurement
            """),
        ("title and company after commas", "Wei Zhang, PhD\nSales Director, Harbour Light Holdings\nMobile +852 9123 4567\nTel +852 2345 6789\nFax: +852 2345 6788", """
            person: Wei Zhang
            company: Harbour Light Holdings
            mobile: +852 9123 4567
            phone: +852 2345 6789
            job_title: Sales Director
            """),
        ("labels in English", "Name: Anna Lee\nCompany: Nordwind\nPosition: Buyer\nPhone: 0044 20 7946 0958\nWeChat ID: anna_lee88\nAddress: 5 King Street, London", """
            person: Anna Lee
            company: Nordwind
            phone: 0044 20 7946 0958
            job_title: Buyer
            address: 5 King Street, London
            wechat: anna_lee88
            """),
        ("both languages on one card", """
            张伟 Wayne Zhang
            总经理 General Manager
            深圳市前海瑞丰供应链管理有限公司
            Shenzhen Qianhai Ruifeng Supply Chain Co., Ltd.
            深圳市南山区科苑路15号科兴科学园A栋 518057
            (+86) 755-8613 2200
            138-2650-7788
            """, """
            person: 张伟
            company: 深圳市前海瑞丰供应链管理有限公司
            company: Shenzhen Qianhai Ruifeng Supply Chain Co., Ltd.
            mobile: 13826507788
            phone: (+86) 755-8613 2200
            job_title: 总经理
            job_title: General Manager
            address: 深圳市南山区科苑路15号科兴科学园A栋 518057
            """),
        ("a shop without a suffix of law", "佛山市顺德区永盛五金厂，老板姓何，电话0757-22901234", """
            company: 佛山市顺德区永盛五金厂
            phone: 0757-22901234
            """),
        ("the street before the company", "科技路8号苏州恒力机械有限公司 钱多多女士", """
            person: 钱多多
            company: 苏州恒力机械有限公司
            """),
        ("a forwarded message", "【转】客户 南京六合化工集团 需要报价，联系张工 025-57112233，急", """
            person: 张工
            company: 南京六合化工集团
            phone: 025-57112233
            """),
        ("lower case mail among hanzi", "邮箱Li.Na@Example.com手机13912340000叫李娜", """
            person: 李娜
            mobile: 13912340000
            email: Li.Na@Example.com
            """),
    ];
}
